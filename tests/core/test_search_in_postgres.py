"""The same search, asked of the real database: what it finds, and that its index can answer."""

from contextlib import closing

import psycopg2
import pytest

from core import search
from salesops import embedded

NAMES = ["云南鑫龙电气有限公司", "青云林业集团", "华为技术有限公司", "100%纯棉_股份\\公司", "绿源（集团）", "𠮷野家"]


@pytest.fixture(scope="module")
def companies(servers):
    """A table with the index that every search_key column carries; the owner makes it, the app's role may not."""
    name = servers.clone()
    url = servers.identity.database_url(embedded.OWNER_ROLE, name)
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE companies (name text, search_key text)")
        cursor.execute("CREATE INDEX companies_key ON companies USING gin (search_key gin_trgm_ops)")
        rows = [(company, search.search_key(company)) for company in NAMES]
        rows += [(f"第{n}公司", search.search_key(f"第{n}公司")) for n in range(2_000)]
        cursor.executemany("INSERT INTO companies VALUES (%s, %s)", rows)
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield cursor
    servers.drop(name)


def where(query):
    patterns = search.transform_query(query)
    return " AND ".join(["search_key LIKE %s"] * len(patterns)), patterns


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("龙", NAMES[0]),
        ("鑫龙", NAMES[0]),
        ("鑫龍", NAMES[0]),
        ("ynxl", NAMES[0]),
        ("青云林", NAMES[1]),
        ("qyly", NAMES[1]),
        ("hwjs", NAMES[2]),
        ("100%", NAMES[3]),
        ("集团 lvyuan", NAMES[4]),
        ("𠮷", NAMES[5]),
    ],
)
def test_it_finds(companies, query, name):
    condition, patterns = where(query)
    companies.execute(f"SELECT name FROM companies WHERE {condition}", patterns)
    found = [row[0] for row in companies.fetchall()]
    assert name in found
    assert len(found) < 20


def plan(cursor, condition, values):
    cursor.execute(f"EXPLAIN (ANALYZE, FORMAT TEXT) SELECT name FROM companies WHERE {condition}", values)
    return "\n".join(row[0] for row in cursor.fetchall())


def rechecked(text):
    """How many rows the index handed over only to be thrown away."""
    return sum(int(line.split(":")[1]) for line in text.splitlines() if "Rows Removed by Index Recheck" in line)


@pytest.mark.parametrize("query", ["鑫龙", "yunlin", "hwjs"])
def test_the_index_answers(companies, query):
    text = plan(companies, *where(query))
    assert "companies_key" in text
    assert rechecked(text) < 20


def test_undoubled_two_characters_are_beyond_the_index(companies):
    """The negative control: without doubling, the index has to hand over every row."""
    text = plan(companies, "search_key LIKE %s", ["%鑫龙%"])
    assert "companies_key" not in text or rechecked(text) > 1_900
