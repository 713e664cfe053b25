import type { LogRule } from "../rule.ts";

/** Python and its packages that do not fit each other, and what packages expect to find beside them. */
export const PYTHON_VERSION_RULES: readonly LogRule[] = [
  {
    id: "python-too-old",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /unsupported operand type\(s\) for \|: '\w{1,40}' and '\w{1,40}'|TypeError: '(?:type|ABCMeta)' object is not subscriptable|No module named '(?:tomllib|zoneinfo|graphlib)'|cannot import name '\w{1,60}' from 'typing'|cannot import name 'StrEnum' from 'enum'|cannot import name 'UTC' from 'datetime'|module 'asyncio' has no attribute '(?:run|TaskGroup|timeout|to_thread)'/,
    together: /Traceback/,
    certainty: 3,
    explains: ["python-import-name", "python-module-not-found"],
    title: "The code is for a newer Python",
    explanation: "It uses what this version does not have yet: X | None needs 3.10, list[int] 3.9, tomllib 3.11.",
    fix: "Write the version that you use yourself into .python-version, for example 3.12.",
    source: "captured",
    example: "TypeError: unsupported operand type(s) for |: 'type' and 'NoneType'",
  },
  {
    id: "python-tzdata",
    when: ["build", "runtime"],
    language: "python",
    signal: /ZoneInfoNotFoundError: '?(?:No time zone found with key (?<zone>[\w/+-]{1,80}))?|No module named 'tzdata'/,
    certainty: 3,
    explains: ["python-module-not-found"],
    title: "The system has no data about time zones",
    explanation: "Small images leave it out, and Python then looks for the package tzdata.",
    fix: "Add tzdata to the requirements and commit them. If it is there, check the zone's name.",
    source: "captured",
    example: "zoneinfo._common.ZoneInfoNotFoundError: 'No time zone found with key Europe/Berlin'",
  },
  {
    id: "numpy-version",
    when: ["build", "runtime"],
    language: "python",
    signal:
      /numpy\.(?:dtype|ufunc|ndarray) size changed, may indicate binary incompatibility|compiled using NumPy 1\.x cannot be run in|module compiled against (?:API|ABI) version/,
    certainty: 3,
    title: "A package was compiled for another version of NumPy",
    explanation: "Packages from before 2024 were mostly compiled for NumPy 1, and NumPy 2 was installed beside them.",
    fix: "Write numpy<2 into the requirements, or raise pandas and the others to versions that know NumPy 2.",
    source: "captured",
    example:
      "ValueError: numpy.dtype size changed, may indicate binary incompatibility. Expected 96 from C header, got 88 from PyObject",
  },
  {
    id: "python-data-missing",
    when: ["build", "runtime"],
    language: "python",
    signal: /Resource '?(?<what>[\w./-]{1,80})'? not found\.|\[E050\] Can't find model '(?<what>[\w.-]{1,80})'/,
    together: /Please use the NLTK Downloader|\[E050\]/,
    certainty: 3,
    title: "The language data {what} was not downloaded",
    explanation:
      "NLTK and spaCy come without their data, which is fetched apart; on your computer it is there already.",
    fix: "Fetch it in the build: python -m nltk.downloader {what}, or python -m spacy download {what}.",
    source: "captured",
    example: "Resource 'punkt_tab' not found.",
  },
  {
    id: "poetry-python-version",
    when: ["build"],
    language: "python",
    signal:
      /[Pp]ython version \(?(?<got>[\d.]{1,12})\)? is not (?:supported|allowed) by the project \((?<wanted>[^)\n]{1,60})\)|Poetry was unable to find a compatible version/,
    together: /unable to find a compatible version|is not allowed by the project/,
    certainty: 3,
    title: "The project wants Python {wanted|of another version}, and {got|another} runs",
    explanation: "pyproject.toml says which versions of Python it allows.",
    fix: "Write one of them into .python-version, or allow this one in pyproject.toml.",
    source: "captured",
    example: "The currently activated Python version 3.11.7 is not supported by the project (>=3.15).",
  },
];
