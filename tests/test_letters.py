"""What the letters say, and what nobody can make them say."""

import re
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from portal.adapters import letters as package
from portal.adapters.letters import write_letter
from portal.domain.letters import Letter
from portal.services.ports import WrittenLetter
from portal.settings import Brand, brand
from tests.hostile import HOSTILE_TEXTS
from tests.letters import VALUES

PUBLIC_URL = "https://espace.example.fr"
WITH_LINK = {
    Letter.CONFIRM_EMAIL,
    Letter.RESET_PASSWORD,
    Letter.STAFF_INVITATION,
    Letter.CALLBACK_BOOKED,
    Letter.CALLBACK_MOVED,
}
SECURITY = {
    Letter.PASSWORD_CHANGED,
    Letter.EMAIL_CHANGED,
    Letter.PHONE_CHANGED,
    Letter.FACTOR_CHANGED,
    Letter.NEW_DEVICE,
    Letter.FAILED_TRIES,
    Letter.SIGN_IN_CODE,
}
PHONE = brand().phone.replace(" ", "\u00a0")
every_letter = pytest.mark.parametrize("letter", list(Letter))


def written(letter: Letter, head: Brand | None = None, /, **values: str) -> WrittenLetter:
    return write_letter(
        letter,
        VALUES[letter] | values,
        head=head or brand(),
        public_url=PUBLIC_URL,
        zone=ZoneInfo("Europe/Paris"),
    )


class Outline(HTMLParser):
    """The elements of a page, in order, and whether each was closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    @property
    def tags(self) -> list[str]:
        return [tag for tag, _ in self.elements]


@every_letter
def test_each_letter_is_an_accessible_page_in_french_that_needs_nothing_from_outside(
    letter: Letter,
) -> None:
    html = written(letter).html
    outline = Outline(html)
    assert outline.open == []
    assert outline.elements[0] == ("html", {"lang": "fr", "dir": "ltr"})
    assert outline.tags.count("h1") == 1
    assert outline.tags.count("title") == 1
    assert not {"img", "table", "script", "link", "form", "input", "iframe"} & set(outline.tags)
    assert "prefers-color-scheme: dark" in html
    assert "url(" not in html


@every_letter
def test_each_letter_says_the_same_in_plain_text(letter: Letter) -> None:
    one = written(letter)
    assert one.subject in one.text
    assert "<" not in one.text
    assert "&" not in one.text
    for value in VALUES[letter].values():
        if not value.isdecimal() and value not in VALUES[letter].get("when", ""):
            assert value in one.text
    assert brand().name in one.text
    assert PHONE in one.text
    assert "ne vous demande jamais votre mot de passe" in one.text


@every_letter
def test_a_subject_tells_nothing_of_its_reader(letter: Letter) -> None:
    one = written(letter)
    assert one.subject
    assert len(one.subject) <= 60
    for value in VALUES[letter].values():
        assert value not in one.subject


@every_letter
def test_only_the_letters_that_must_carry_a_link_and_it_leads_to_the_portal(
    letter: Letter,
) -> None:
    one = written(letter)
    addresses = [value["href"] for tag, value in Outline(one.html).elements if tag == "a"]
    in_text = re.findall(r"https?://\S+", one.text)
    if letter in WITH_LINK:
        expected = PUBLIC_URL + VALUES[letter]["link"]
        assert set(addresses) == set(in_text) == {expected}
    else:
        assert addresses == in_text == []
        assert "espace.example.fr" not in one.text
    assert "http" not in one.sms


@pytest.mark.parametrize("letter", sorted(SECURITY))
def test_a_security_letter_says_whom_to_call_and_to_type_the_address(letter: Letter) -> None:
    text = written(letter).text
    assert "Si ce n’est pas vous, appelez-nous" in text
    assert f"au {PHONE}" in text
    assert "en tapant vous-même son adresse" in text


@every_letter
def test_an_sms_fits_in_one(letter: Letter) -> None:
    sms = written(letter).sms
    assert brand().name in sms
    assert len(sms) <= 160
    assert set(sms) <= set(
        "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡§¿ÄÖÑÜäöñüà"
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    )


def test_a_code_can_be_read_and_its_life_is_told() -> None:
    one = written(Letter.SIGN_IN_CODE)
    assert "482913" in one.sms
    assert ">482913<" in one.html
    assert "valable 30\u00a0minutes" in one.text
    assert "attendre 1\u00a0minute avant" in written(Letter.FAILED_TRIES).text


def test_a_moment_is_told_in_words_where_members_live() -> None:
    assert "20 novembre 2026 à 10\u00a0h\u00a005" in written(Letter.PASSWORD_CHANGED).text
    told = written(Letter.PASSWORD_CHANGED, when="le 3 mars à midi")
    assert "le 3 mars à midi" in told.text


def test_the_head_is_the_organisation_s_own() -> None:
    head = Brand(name="Mutuelle <Été> & Cie", accent="#123456", phone="01 02 03 04 05")
    one = written(Letter.WELCOME, head)
    assert "Mutuelle &lt;Été&gt; &amp; Cie" in one.html
    assert "background:#123456" in one.html
    assert "01\u00a002\u00a003\u00a004\u00a005" in one.text
    assert "Horizon" not in one.html.replace(head.legal_name, "")


def test_hostile_values_change_neither_the_page_nor_the_lines() -> None:
    for letter in Letter:
        usual = written(letter)
        for text in HOSTILE_TEXTS:
            values = {name: text for name in VALUES[letter] if name not in {"link", "hours"}}
            one = written(letter, **values)
            assert Outline(one.html).tags == Outline(usual.html).tags, text[:40]
            assert len(one.html) < len(usual.html) + 10_000
            assert one.text.count("\n") == usual.text.count("\n"), text[:40]
            assert one.subject == usual.subject
            assert "\n" not in one.sms
            for whole in (one.html, one.text, one.sms):
                whole.encode()
                assert not set("\x00\x1b\r\u202e\u2028") & set(whole)


@pytest.mark.parametrize(
    "link",
    [
        "",
        "https://elsewhere.example",
        "//elsewhere.example",
        "/\\elsewhere",
        "javascript:x()",
        "/ok\r\nBcc: x@example.org",
        "/" + "x" * 600,
        "inscription",
    ],
)
def test_a_letter_whose_link_leads_elsewhere_is_not_written(link: str) -> None:
    with pytest.raises(ValueError, match="does not lead to the portal"):
        written(Letter.RESET_PASSWORD, link=link)


def test_the_link_is_escaped_in_the_page_and_whole_in_the_text() -> None:
    one = written(Letter.RESET_PASSWORD, link="/reinitialisation?a=1&b='\"<x>")
    assert "/reinitialisation?a=1&b='\"<x>" in one.text
    assert "<x>" not in one.html
    hrefs = {value["href"] for tag, value in Outline(one.html).elements if tag == "a"}
    assert hrefs == {PUBLIC_URL + "/reinitialisation?a=1&b='\"<x>"}


def test_every_letter_has_a_template_and_every_template_a_letter() -> None:
    folder = Path(package.__file__).parent / "templates"
    assert {path.stem for path in folder.glob("*.mako")} - {"common"} == set(Letter)
    assert set(VALUES) == set(Letter)
