import datetime
import json
import os

from parley_client import AuthenticatedClient
from parley_client.api.event_types import get_event_type
from parley_client.api.events import list_events, publish_event
from parley_client.models import AudienceWord, EventPage, EventPublished, EventTypeDetail, Problem
from parley_client.models import PublishEventBody, PublishEventBodyData

client = AuthenticatedClient(base_url=os.environ["BASE_URL"], token=os.environ["API_KEY"])
now = datetime.datetime.now(datetime.timezone.utc)


def body(amount: int, **more) -> PublishEventBody:
    return PublishEventBody(
        type_="payment.captured", data=PublishEventBodyData.from_dict({"amount": amount}), **more
    )


kind = get_event_type.sync("payment.captured", client=client)
assert isinstance(kind, EventTypeDetail), kind

published = publish_event.sync(
    client=client,
    body=body(9, occurred_at=now - datetime.timedelta(hours=1), audience=AudienceWord.AUDIENCE_WORD_OWN),
)
assert isinstance(published, EventPublished), published

paged = []
cursor = None
since = now - datetime.timedelta(hours=2)
while True:
    more = {} if cursor is None else {"cursor": cursor}
    page = list_events.sync(client=client, limit=1, since=since, **more)
    assert isinstance(page, EventPage), page
    paged += [event.id for event in page.items]
    cursor = page.next_cursor
    if cursor is None:
        break

refused = publish_event.sync_detailed(client=client, body=body(-1))
assert isinstance(refused.parsed, Problem), refused
print(
    json.dumps(
        {
            "published": published.id,
            "paged": paged,
            "step": kind.versions[0].downcast[0].op.value,
            "status": refused.status_code,
            "code": refused.parsed.code,
            "field": refused.parsed.errors[0].path,
        }
    )
)
