import type { LogRule } from "../rule.ts";

/** Queues, storage and mail: what the service or its library refuses of what the program asks. */
export const QUEUE_TASK_RULES: readonly LogRule[] = [
  {
    id: "celery-argument",
    when: ["runtime"],
    language: "python",
    signal: /kombu\.exceptions\.EncodeError: (?:Object of type (?<kind>\w{1,80}) is not JSON serializable)?/,
    certainty: 3,
    explains: ["python-uncaught"],
    title: "A Celery task was given something that cannot be sent: {kind|an object}",
    explanation: "Arguments and results of tasks travel as JSON: numbers, texts, lists and dictionaries only.",
    fix: "Pass the row's id instead of the object (task.delay(user.id)) and load it in the task.",
    source: "captured",
    example: "kombu.exceptions.EncodeError: Object of type User is not JSON serializable",
  },
  {
    id: "celery-result-backend",
    when: ["runtime"],
    language: "python",
    signal: /NotImplementedError: No result backend is configured|'DisabledBackend' object has no attribute/,
    certainty: 3,
    explains: ["python-uncaught"],
    title: "Celery has no result backend, and the program asks for a result",
    explanation: "Without one, what a task returns is thrown away; get(), status and ready() cannot work.",
    fix: 'Set it: Celery("shop", broker=os.environ["REDIS_URL"], backend=os.environ["REDIS_URL"]), or CELERY_RESULT_BACKEND with Django.',
    source: "captured",
    example: "NotImplementedError: No result backend is configured.",
  },
  {
    id: "broker-password",
    when: ["runtime"],
    language: "any",
    signal:
      /ACCESS[_-]REFUSED[^\n]{0,40}Login was refused|username or password not allowed|PLAIN login refused: user '(?<user>[^'\n]{1,80})'/,
    certainty: 3,
    explains: ["broker-refused", "python-uncaught", "node-uncaught"],
    title: "RabbitMQ refuses the user or its password",
    explanation: "The broker answers. Its user guest may only sign in from the broker's own machine.",
    fix: "Set the broker's address with a user of its own: amqp://user:password@host:5672/ (CELERY_BROKER_URL, RABBITMQ_URL); RABBITMQ_DEFAULT_USER and _PASS only count when its volume is new.",
    source: "documented",
    example:
      'Error: Handshake terminated by server: 403 (ACCESS-REFUSED) with message "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN. For details see the broker logfile."',
  },
  {
    id: "s3-acl",
    when: ["build", "runtime"],
    language: "any",
    signal: /AccessControlListNotSupported|The bucket does not allow ACLs/,
    certainty: 3,
    explains: ["python-uncaught", "node-uncaught"],
    title: "The storage bucket does not allow ACLs, and the program sets one",
    explanation: 'New buckets of S3 have ACLs switched off; "public-read" with a file is refused.',
    fix: "Leave the ACL out (AWS_DEFAULT_ACL = None in django-storages, no acl with multer-s3) and make files readable with a bucket policy; or switch on ACLs under Object Ownership.",
    source: "captured",
    example: "(AccessControlListNotSupported) when calling the PutObject operation: The bucket does not allow ACLs",
  },
];
