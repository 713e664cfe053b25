import { comments, type Ejected, type Generator, oneFile } from "./generator.ts";
import { yamlText } from "./yaml-text.ts";

/** Deploys to AutoStack with its API, which needs nothing that a runner of GitHub's does not have. */
export const githubActions: Generator = {
  title: "GitHub Actions",
  about: "Deploys to AutoStack after every push to the branch, and fails when the deployment does.",
  generate: (of) => oneFile(".github/workflows/deploy.yml", comments(...headOf(of)) + yamlText(workflow(of), "1.2")),
};

const isPlainUrl = (server: string | null): server is string =>
  server !== null && /^https?:\/\/[a-z0-9.[\]:-]{1,255}$/i.test(server);

const headOf = ({ server }: Ejected) => [
  "In the repository's settings, under Secrets and variables:",
  "  secret AUTOSTACK_TOKEN: a token with the scope deploy, from Settings, Tokens in AutoStack",
  ...(isPlainUrl(server)
    ? []
    : ["  variable AUTOSTACK_SERVER: where AutoStack answers, such as https://deploy.example.com"]),
  "The project must be there: deploy it once by hand.",
];

/** What GitHub puts in before a step runs. It stands only where a variable is set, never in a script. */
const expression = (text: string) => `\${{ ${text} }}`;

/** What is more than a name would be read as a pattern. */
const branchOf = ({ branch }: Ejected) => (branch && /^[\w./-]{1,200}$/.test(branch) ? branch : "main");

function workflow(of: Ejected) {
  const { name, server, source } = of;
  return {
    name: "Deploy",
    on: { push: { branches: [branchOf(of)] }, workflow_dispatch: {} },
    permissions: { contents: "read" },
    // Never two at a time; the one that runs goes on to its end.
    concurrency: { group: `autostack-${name}`, "cancel-in-progress": false },
    jobs: {
      deploy: {
        "runs-on": "ubuntu-latest",
        "timeout-minutes": 30,
        env: {
          AUTOSTACK_PROJECT: name,
          AUTOSTACK_SERVER: isPlainUrl(server) ? server : expression("vars.AUTOSTACK_SERVER"),
          AUTOSTACK_TOKEN: expression("secrets.AUTOSTACK_TOKEN"),
        },
        steps: [
          ...(source === "upload" ? [{ uses: "actions/checkout@v4" }] : []),
          { name: "Deploy", id: "deploy", shell: "bash", run: source === "upload" ? SEND : FETCH },
          {
            name: "Wait until it is live",
            shell: "bash",
            env: { DEPLOYMENT: expression("steps.deploy.outputs.id") },
            run: WAIT,
          },
        ],
      },
    },
  };
}

const ASK = `ask() { curl --silent --show-error --fail-with-body --header "Authorization: Bearer $AUTOSTACK_TOKEN" "$@"; }
project="$AUTOSTACK_SERVER/api/v1/projects/$AUTOSTACK_PROJECT"
`;

const SEND = `${ASK}name="$AUTOSTACK_PROJECT-\${GITHUB_SHA::12}.tar.gz"
answer=$(git archive --format=tar.gz HEAD | ask --upload-file - "$AUTOSTACK_SERVER/api/v1/uploads?name=$name")
upload=$(jq --raw-output .upload.id <<< "$answer")
body=$(jq --null-input --arg upload "$upload" --arg name "$name" '{upload: $upload, fileName: $name}')
answer=$(ask --json "$body" "$project/deployments")
echo "id=$(jq --raw-output .deployment.id <<< "$answer")" >> "$GITHUB_OUTPUT"
`;

const FETCH = `${ASK}answer=$(ask --json '{}' "$project/deployments")
echo "id=$(jq --raw-output .deployment.id <<< "$answer")" >> "$GITHUB_OUTPUT"
`;

const WAIT = `${ASK}while true; do
  answer=$(ask "$project/deployments/$DEPLOYMENT")
  state=$(jq --raw-output .deployment.state.name <<< "$answer")
  case "$state" in
    live | canary | retired) echo "It is $state: $(jq --raw-output '.url // ""' <<< "$answer")"; exit 0 ;;
    failed | cancelled | superseded) ask "$project/deployments/$DEPLOYMENT/log" | tail --lines 50; echo "::error::The deployment is $state."; exit 1 ;;
  esac
  sleep 5
done
`;
