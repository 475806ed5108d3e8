"""Comments over the API."""

from urllib.parse import urlencode

from customers import services

KIND, URL = "customers.customer", "/api/v1/comments/"


def test_scripts_say_and_read(api, cast):
    customer = services.create_customer(actor=cast.rep, facts={"name": "南京江北水务集团有限公司"})
    asked = {"subject_kind": KIND, "subject_id": customer.pk}
    here = f"{URL}?{urlencode(asked)}"
    made = api("head").post(URL, {**asked, "text": f"@{cast.rep} 先问价"})
    assert (made.status_code, made.json()["text"]) == (201, f"@{cast.rep} 先问价")
    [read] = api("rep").get(here).json()
    assert (read["text"], read["actor"]["id"]) == (f"@{cast.rep} 先问价", cast.head.pk)
    assert api("rep_south").get(here).status_code == 404
    assert api("rep_south").post(URL, {**asked, "text": "看看"}).status_code == 404
    assert api("rep").post(URL, {**asked, "text": "  "}).status_code == 400
    assert api("rep").get(URL).status_code == 400
    assert api().get(here).status_code == 401
