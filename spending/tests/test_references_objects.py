"""JSON is read one object at a time, wherever the pieces in which the file is read happen to end."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spending.actions.reading.kinds import Refused
from spending.actions.references import objects as reading
from spending.actions.references.objects import objects

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.lists(st.dictionaries(st.text(max_size=5).filter(lambda name: name != "releases"), VALUES), max_size=6)


def read(folder, text, *, within="", characters=7):
    path = folder / "file.json"
    path.write_bytes(text.encode("utf-8", "replace"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "CHUNK_CHARACTERS", characters)
        return list(objects(path, within=within))


@settings(max_examples=50, deadline=None)
@given(found=OBJECTS, characters=st.integers(1, 30), indent=st.sampled_from([None, 0, 2]))
def test_every_object_of_an_array_comes_back(tmp_path_factory, found, characters, indent):
    text = json.dumps(found, indent=indent)

    assert read(tmp_path_factory.mktemp("json"), text, characters=characters) == found


@settings(max_examples=50, deadline=None)
@given(found=OBJECTS, characters=st.integers(40, 60))
def test_every_release_of_a_package_comes_back(tmp_path_factory, found, characters):
    text = json.dumps({"version": "1.1", "releases": found, "publisher": {"name": "releases"}})

    assert read(tmp_path_factory.mktemp("json"), text, within="releases", characters=characters) == found


@settings(max_examples=50, deadline=None)
@given(found=OBJECTS)
def test_one_object_a_line_comes_back(tmp_path_factory, found):
    text = "\r\n".join(json.dumps(one) for one in found)

    assert read(tmp_path_factory.mktemp("json"), text) == found


@pytest.mark.parametrize(
    "text",
    ["[", '[{"a": 1}', '[{"a": 1},', '[{"a": ', '{"a"', '[{"a": 1} {]', "[1]", '["a"]', "[[1]]", '[{"a": NOPE}]'],
)
def test_what_is_no_whole_json_is_refused(tmp_path, text):
    with pytest.raises(Refused) as refusal:
        read(tmp_path, text)

    assert refusal.value.code == "json"


def test_an_object_without_an_end_is_not_read_into_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_CHARACTERS", 1000)
    with pytest.raises(Refused, match="one object of millions of characters"):
        read(tmp_path, '[{"a": "' + "x" * 5000, characters=100)


@pytest.mark.parametrize("text", ["", "  \n", "\ufeff[]", "[]", "[ ]"])
def test_nothing_holds_nothing(tmp_path, text):
    assert read(tmp_path, text) == []


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, ""), (True, "True"), (0, "0"), (1.5, "1.5"), ("a\0b", "ab"), ([1], ""), ({"a": 1}, "")],
)
def test_a_value_is_said_as_a_cell_says_it(value, said):
    assert reading.text(value) == said
