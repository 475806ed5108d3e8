"""The last weeks' nights: who was not followed up came back to 公海, and owners were warned in the mornings before."""

from datetime import timedelta

from core import clock, context
from customers import services as customers
from salesops.demo.story import Story

NIGHTS = 60


def pass_nights(story: Story) -> None:
    """Told last: whom somebody still went to see was never left alone, so a past night may ask what is known today."""
    today = story.now.date()
    for back in reversed(range(NIGHTS)):
        midnight = clock.day_start(today - timedelta(days=back))
        for work, hours in ((customers.return_customers, 1.4), (customers.warn_of_return, 8.1)):
            moment = midnight + timedelta(hours=hours)
            if moment <= story.now:
                with clock.pretend(moment), context.use(context.RequestMeta(source="job", request_id="demo")):
                    work(as_of=moment)
