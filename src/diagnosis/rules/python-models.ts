import type { LogRule } from "../rule.ts";

/** Libraries for data, pictures and models that took names away, and models that cannot be read. */
export const PYTHON_MODEL_RULES: readonly LogRule[] = [
  {
    id: "pydantic-settings",
    when: ["build", "runtime"],
    language: "python",
    signal: /`BaseSettings` has been moved to the `pydantic-settings` package/,
    certainty: 3,
    explains: ["python-import-moved", "pydantic-2"],
    title: "BaseSettings is in the package pydantic-settings now",
    explanation: "The code was written for pydantic 1, and pydantic 2 is installed.",
    fix: "Add pydantic-settings to the requirements and write from pydantic_settings import BaseSettings; or pin pydantic<2.",
    source: "captured",
    example: "`BaseSettings` has been moved to the `pydantic-settings` package.",
  },
  {
    id: "pillow-name-removed",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /module 'PIL\.Image' has no attribute '(?<what>ANTIALIAS|LINEAR|CUBIC)'|'(?:FreeTypeFont|ImageFont|ImageDraw)' object has no attribute '(?<what>getsize|textsize|getsize_multiline|multiline_textsize)'/,
    certainty: 3,
    title: "This Pillow has no {what} any more",
    explanation: "Pillow 10 took old names away, which the code or a package (moviepy, easyocr) uses.",
    fix: "Write Image.LANCZOS for ANTIALIAS, font.getbbox(…) for getsize, draw.textbbox(…) for textsize; or pin pillow<10 in the requirements.",
    source: "documented",
    example: "AttributeError: module 'PIL.Image' has no attribute 'ANTIALIAS'",
  },
  {
    id: "pandas-name-removed",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /AttributeError: '(?:DataFrame|Series|Index)' object has no attribute '(?<what>append|iteritems|ix|lookup|mad|as_matrix|get_value|swaplevel_)'/,
    certainty: 3,
    title: "This pandas has no .{what} any more",
    explanation: "pandas 2 took old names away, and the code was written for pandas 1.",
    fix: "Write pd.concat([a, b]) for a.append(b), .items() for .iteritems(), .loc for .ix; or pin pandas<2 in the requirements.",
    source: "captured",
    example: "AttributeError: 'DataFrame' object has no attribute 'append'",
  },
  {
    id: "streamlit-name-removed",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /module 'streamlit' has no attribute '(?<what>(?:experimental_|beta_)\w{1,40}|cache|rerun|query_params|chat_input|write_stream|fragment|dialog)'/,
    certainty: 3,
    title: "This Streamlit has no st.{what}",
    explanation: "Names that begin with experimental_ and beta_ were taken away; newer names need a newer Streamlit.",
    fix: "Write st.rerun, st.cache_data, st.columns in place of the old names, and pin the version of streamlit that you use yourself in the requirements.",
    source: "documented",
    example: "AttributeError: module 'streamlit' has no attribute 'experimental_rerun'",
  },
  {
    id: "gradio-old-names",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /module 'gradio' has no attribute '(?<what>inputs|outputs|mix|Box|State_|Variable)'|TypeError: argument of type 'bool' is not iterable/,
    together: /gradio/,
    certainty: 2,
    title: "Gradio and the code (or pydantic) do not fit each other",
    explanation: "gr.inputs and gr.outputs are gone since Gradio 4; Gradio 4.44 fails with pydantic 2.11 and newer.",
    fix: "Write gr.Textbox() for gr.inputs.Textbox(), and raise gradio; or pin gradio==3.50.2 for the old names, pydantic==2.10.6 beside Gradio 4.",
    source: "documented",
    example: "AttributeError: module 'gradio' has no attribute 'inputs'",
  },
  {
    id: "huggingface-model",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /OSError: (?:We couldn't connect to '[^'\n]{1,80}' to load (?:this file|the files)[^\n]{0,60}|(?<model>[\w./-]{1,120}) is not a local folder and is not a valid model identifier|Can't load (?:tokenizer|config|the model) for '(?<model>[^'\n]{1,120})')|(?:RepositoryNotFoundError|GatedRepoError|LocalEntryNotFoundError): |Cannot access gated repo/,
    certainty: 2,
    title: "The model {model|that is named} could not be fetched from Hugging Face",
    explanation:
      "Its name is wrong, it is private or gated and wants a token, or its address cannot be reached from here.",
    fix: "Check the name; accept the model's terms and add the variable HF_TOKEN to the project; or fetch the model in the build and load it from its folder.",
    source: "documented",
    example:
      "OSError: acme/sentiment is not a local folder and is not a valid model identifier listed on 'https://huggingface.co/models'",
  },
  {
    id: "keras-version",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /Error when deserializing class '(?<what>\w{1,60})' using config|Unrecognized keyword arguments(?: passed to \w{1,40})?: [^\n]{0,40}batch_shape|File format not supported: filepath=|Could not locate class '(?<what>\w{1,60})'\. Make sure custom classes|Unknown layer: '?(?<what>\w{1,60})/,
    together: /keras/,
    certainty: 3,
    title: "The model was saved by another version of Keras",
    explanation: "Keras 3 (TensorFlow 2.16 and newer) and Keras 2 do not read each other's files.",
    fix: "Pin the tensorflow that saved the model in the requirements (pip freeze there), or save it again as .keras with the one that is installed here.",
    source: "documented",
    example:
      "TypeError: Error when deserializing class 'InputLayer' using config={'batch_shape': [None, 224], 'name': 'input_1'}.",
  },
  {
    id: "model-file-broken",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /(?:OSError|ValueError): Unable to (?:synchronously )?open file \(file signature not found\)|Error while deserializing header: (?:HeaderTooLarge|InvalidHeader|header too large)|\[ONNXRuntimeError\][^\n]{0,100}Protobuf parsing failed|PytorchStreamReader failed reading zip archive/,
    without: /version https:\/\/git-lfs/,
    certainty: 2,
    title: "The file of the model is not what it should be",
    explanation:
      "Most often it is a Git LFS pointer of a few lines in place of the model, or was not downloaded whole.",
    fix: "Look at its size. With Git LFS let the source be fetched with LFS (git lfs pull in the build), or fetch the model from storage in the build.",
    source: "captured",
    example: "OSError: Unable to synchronously open file (file signature not found)",
  },
  {
    id: "torch-weights-only",
    when: ["build", "runtime"],
    language: "python",
    signal: /UnpicklingError: Weights only load failed/,
    certainty: 3,
    title: "PyTorch refuses to load a whole pickled model",
    explanation: "Since PyTorch 2.6 torch.load reads weights only, unless told otherwise.",
    fix: "Write torch.load(path, weights_only=False) for a file that you made yourself, raise the library that loads it (ultralytics), or pin torch<2.6.",
    source: "documented",
    example:
      "_pickle.UnpicklingError: Weights only load failed. This file can still be loaded, to do so you have two options",
  },
];
