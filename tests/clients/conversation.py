"""A short conversation with the running service, in the Python client that a foreign generator made from the contract."""

import sys
import uuid

import openapi_client as client
from openapi_client import api
# The contract has an `ApiClient` of its own, a program of a partner.
from openapi_client.api_client import ApiClient

url = sys.argv[1]
configuration = client.Configuration(host=url)
with ApiClient(configuration) as connection:
    config = api.AppsApi(connection).get_apps_config(accept_language="fil")
    assert config.safe_exit.language == "fil", config
    assert config.limits.body_bytes > 0 and not config.features.texts_are_sent

    agencies = api.AgenciesApi(connection).list_agencies(country="SG", limit=3)
    assert len(agencies.items) == 3, agencies
    profile = api.AgenciesApi(connection).get_agency(agencies.items[0].id)
    assert profile.name == agencies.items[0].name

    slug = api.RightsApi(connection).list_articles(limit=1).items[0].slug
    article = api.RightsApi(connection).get_article(slug, accept_language="id")
    assert article.title and article.body

    report = client.NewSafetyReport(kind="hazard", danger_now=False, description="A loose cable.",
                                    place=client.Place(country="MY", precision="country"))
    key = f'"{uuid.uuid4()}"'
    filed = api.SafetyApi(connection).file_safety_report(key, report)
    again = api.SafetyApi(connection).file_safety_report(key, report)
    assert filed.id == again.id and filed.receipt_code, filed

    configuration.api_key["receipt"] = filed.receipt_code
    configuration.api_key_prefix["receipt"] = "Receipt"
    followed = api.ReceiptApi(connection).follow_safety_report()
    assert followed.id == filed.id, followed

    try:
        api.AgenciesApi(connection).get_agency(str(uuid.uuid4()))
        raise SystemExit("an agency that does not exist was found")
    except client.ApiException as error:
        assert error.status == 404 and "not_found" in error.body
print("python: config, agencies, article, filed once, followed, a problem")
