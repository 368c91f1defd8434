"""Runs the consumer on events, and checks each against its JSON Schema: run.py EVENTS.jsonl SCHEMAS_FOLDER

Events are in .local/events.jsonl of the local cloud. Without the package jsonschema the check is left out.
"""

import json
import pathlib
import sys
from collections import Counter

from consumer import handle, handler

try:
    from jsonschema import Draft202012Validator
except ImportError:
    Draft202012Validator = None


def main(events_file, schemas_folder):
    events = [json.loads(line) for line in pathlib.Path(events_file).read_text("utf-8").splitlines()]
    schemas = {
        schema["title"]: schema
        for schema in (json.loads(path.read_text("utf-8")) for path in pathlib.Path(schemas_folder).glob("*.json"))
        if "title" in schema
    }
    if Draft202012Validator is not None:
        for event in events:
            Draft202012Validator(schemas[event["detail-type"]]).validate(event["detail"])
    done = Counter(handle(event) for event in events)
    repeats = [{"messageId": str(index), "body": json.dumps(event)} for index, event in enumerate(events)]
    answer = handler({"Records": [*repeats, {"messageId": "bad", "body": "not JSON"}]})
    assert answer == {"batchItemFailures": [{"itemIdentifier": "bad"}]}, answer
    checked = "checked" if Draft202012Validator is not None else "not checked: install jsonschema"
    print(f"{len(events)} events handled ({checked}): {dict(sorted(done.items()))}")


if __name__ == "__main__":
    main(*sys.argv[1:])
