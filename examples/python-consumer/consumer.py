"""A Lambda function behind an SQS queue that onCallback sends events to. Standard library only.

Give the event source mapping reportBatchItemFailures, so that only the failed messages come again.
"""

import json

# Delivery is at least once. In production, this is a conditional write to a table of yours.
handled_ids = set()


def handler(batch, _context=None):
    failed = []
    for message in batch["Records"]:
        try:
            handle(json.loads(message["body"]))
        except Exception as error:  # One bad event must not return the others to the queue.
            print(json.dumps({"code": "EventFailed", "error": type(error).__name__}))
            failed.append({"itemIdentifier": message["messageId"]})
    return {"batchItemFailures": failed}


def handle(event):
    """Returns what was done, or None for a repeat."""
    if event["source"] != "vibes.callbacks":
        raise ValueError("not an event of this service")
    metadata, data = event["detail"]["metadata"], event["detail"]["data"]
    if metadata["id"] in handled_ids:
        return None
    done = act(event["detail-type"], data)
    # Ids only: phone numbers and texts do not belong in a log.
    print(json.dumps({"code": done, "id": metadata["id"]}))
    handled_ids.add(metadata["id"])
    return done


def act(detail_type, data):
    match detail_type:
        case "MO Message":
            return "OptedOut" if data["keyword"] in ("STOP", "END", "QUIT", "CANCEL") else "Texted"
        case "MT Message Response":
            if data["isError"]:
                return "Failed"
            # A carrier's success is not delivery (docs/EVENTS.md).
            return "Delivered" if data["type"] == "Handset" else "Sent"
        case _:
            return "Ignored"
