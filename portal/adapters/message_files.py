"""The message tree, from the files of ``portal/flows``, and what can be wrong with it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.adapters.flow_files import Document, Fault, FlowError, Place, read_yaml
from portal.adapters.message_models import (
    MotiveModel,
    ServicesModel,
    SubjectModel,
    TeamsModel,
    ThemeModel,
)
from portal.domain.message_tree import (
    PROFILE_LABELS,
    MessageTree,
    Motive,
    OnlineService,
    Profile,
    Subject,
    Team,
    Theme,
)

_ARTICLES = "/aide/"


def load_messages(folder: Path) -> MessageTree:
    """The tree in ``folder``; raises ``FlowError`` with everything that is wrong in its files."""
    return _Reader(folder).tree()


def check_messages(folder: Path, pages: Iterable[str]) -> list[Fault]:
    """What is wrong with the tree in ``folder``, for a portal that has these routes."""
    reader = _Reader(folder)
    try:
        tree = reader.tree()
    except FlowError as error:
        return list(error.faults)
    return [
        *_dead_links(reader.read("online_services.yaml"), tree.services, [*pages], folder),
        *_unused(reader.read("online_services.yaml"), "services", _services_used(tree)),
        *_unused(reader.read("teams.yaml"), "teams", {way[2].team.id for way in tree.ways()}),
    ]


def leads_somewhere(href: str, pages: Iterable[str]) -> bool:
    """Whether an address of the portal, with or without query, is a page of one of the routes."""
    parts = href.partition("?")[0].partition("#")[0].strip("/").split("/")
    return any(
        len(route) == len(parts)
        and all(
            wanted == got or (wanted[:1] == "[" and got)
            for wanted, got in zip(route, parts, strict=True)
        )
        for route in (page.strip("/").split("/") for page in pages)
    )


@dataclass(frozen=True)
class _ThemeFile:
    document: Document
    model: ThemeModel


class _Reader:
    """Reads every file before it complains, so that one sees all faults at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._faults: list[Fault] = []

    def tree(self) -> MessageTree:
        teams = self._model("teams.yaml", TeamsModel)
        services = self._model("online_services.yaml", ServicesModel)
        files = list(self._theme_files())
        if self._faults or teams is None or services is None:
            raise FlowError(self._faults)
        self._faults = [
            *_doubles(self.read("teams.yaml"), "teams", teams.teams),
            *_doubles(self.read("online_services.yaml"), "services", services.services),
            *_doubles_between(files),
            *_strangers(files, {one.id for one in teams.teams}, {s.id for s in services.services}),
            *_dead_ends(files),
            *_unserved(files, self._folder / "messages"),
            *_several_for_claims(files),
        ]
        if self._faults:
            raise FlowError(self._faults)
        return _built(files, teams, services)

    def read(self, name: str) -> Document:
        return read_yaml(self._folder / name)

    def _model(self, name: str, model):
        try:
            return self.read(name).as_model(model)
        except FlowError as error:
            self._faults.extend(error.faults)
            return None

    def _theme_files(self) -> Iterator[_ThemeFile]:
        for path in sorted((self._folder / "messages").glob("*.yaml")):
            try:
                document = read_yaml(path)
                yield _ThemeFile(document, document.as_model(ThemeModel))
            except FlowError as error:
                self._faults.extend(error.faults)


def _built(files: list[_ThemeFile], teams: TeamsModel, services: ServicesModel) -> MessageTree:
    team_of = {one.id: Team(one.id, one.label) for one in teams.teams}
    service_of = {
        one.id: OnlineService(one.id, one.title, one.text, one.href) for one in services.services
    }

    def motive(model: MotiveModel) -> Motive:
        service = service_of[model.service] if model.service else None
        return Motive(model.id, model.label, team_of[model.team], service, model.hint or "")

    def subject(model: SubjectModel, theme: ThemeModel) -> Subject:
        profiles = frozenset(model.profiles or theme.profiles)
        return Subject(model.id, model.label, profiles, tuple(map(motive, model.motives)))

    def theme(model: ThemeModel) -> Theme:
        return Theme(
            id=model.id,
            label=model.label,
            description=model.description,
            profiles=frozenset(model.profiles),
            subjects=tuple(subject(one, model) for one in model.subjects),
            for_claims=model.for_claims,
        )

    return MessageTree(
        themes=tuple(theme(file.model) for file in files),
        teams=tuple(team_of.values()),
        services=tuple(service_of.values()),
    )


def _doubles(document: Document, key: str, models: list) -> Iterator[Fault]:
    seen: set[str] = set()
    for position, model in enumerate(models):
        if model.id in seen:
            yield document.fault(
                (key, position, "id"), f"L’identifiant «\u00a0{model.id}\u00a0» est déjà pris."
            )
        seen.add(model.id)


def _doubles_between(files: list[_ThemeFile]) -> Iterator[Fault]:
    """Themes, subjects and motives: each kind has its own identifiers, unique in all files."""
    seen: dict[tuple[str, str], tuple[Path, int]] = {}
    for file in files:
        for kind, place, found in _ids(file.model):
            line = file.document.line_of(place)
            if (kind, found) in seen:
                first, at = seen[kind, found]
                yield Fault(
                    file.document.file,
                    line,
                    f"L’identifiant «\u00a0{found}\u00a0» est déjà pris "
                    f"({first.name}, ligne {at}).",
                )
            seen.setdefault((kind, found), (file.document.file, line))


def _ids(theme: ThemeModel) -> Iterator[tuple[str, Place, str]]:
    yield "theme", ("id",), theme.id
    for s, subject in enumerate(theme.subjects):
        yield "subject", ("subjects", s, "id"), subject.id
        for m, motive in enumerate(subject.motives):
            yield "motive", ("subjects", s, "motives", m, "id"), motive.id


def _strangers(files: list[_ThemeFile], teams: set[str], services: set[str]) -> Iterator[Fault]:
    for file in files:
        for s, subject in enumerate(file.model.subjects):
            for m, motive in enumerate(subject.motives):
                place = ("subjects", s, "motives", m)
                if motive.team not in teams:
                    reason = f"L’équipe «\u00a0{motive.team}\u00a0» n’est pas dans teams.yaml."
                    yield file.document.fault((*place, "team"), reason)
                if motive.service is not None and motive.service not in services:
                    reason = (
                        f"Le service «\u00a0{motive.service}\u00a0» n’est pas dans "
                        "online_services.yaml."
                    )
                    yield file.document.fault((*place, "service"), reason)


def _dead_ends(files: list[_ThemeFile]) -> Iterator[Fault]:
    """Profiles that a theme is shown to without a subject, or a subject without the theme."""
    for file in files:
        theme = file.model
        reached: set[Profile] = set()
        for position, subject in enumerate(theme.subjects):
            whose = set(subject.profiles or theme.profiles)
            reached |= whose
            for profile in sorted(whose - set(theme.profiles)):
                yield file.document.fault(
                    ("subjects", position, "profiles"),
                    f"Le thème n’est pas proposé au profil «\u00a0{profile}\u00a0»\u00a0: "
                    "ce sujet ne sera jamais vu.",
                )
        for profile in sorted(set(theme.profiles) - reached):
            yield file.document.fault(
                ("profiles",), f"Impasse\u00a0: aucun sujet pour le profil «\u00a0{profile}\u00a0»."
            )


def _unserved(files: list[_ThemeFile], folder: Path) -> Iterator[Fault]:
    served = {profile for file in files for profile in file.model.profiles}
    for profile in Profile:
        if profile not in served:
            reason = f"Aucun thème pour le profil «\u00a0{PROFILE_LABELS[profile]}\u00a0»."
            yield Fault(folder, 1, reason)


def _several_for_claims(files: list[_ThemeFile]) -> Iterator[Fault]:
    for file in [one for one in files if one.model.for_claims][1:]:
        reason = "Un seul thème peut être celui des remboursements (for_claims)."
        yield file.document.fault(("for_claims",), reason)


def _dead_links(
    document: Document, services: tuple[OnlineService, ...], pages: list[str], folder: Path
) -> Iterator[Fault]:
    for position, service in enumerate(services):
        if not leads_somewhere(service.href, pages) or _is_missing_article(service.href, folder):
            yield document.fault(
                ("services", position, "href"),
                f"«\u00a0{service.href}\u00a0» n’est pas une page du portail.",
            )


def _is_missing_article(href: str, folder: Path) -> bool:
    slug = href.removeprefix(_ARTICLES)
    return slug != href and not (folder / "help" / f"{slug}.md").exists()


def _unused(document: Document, key: str, used: set[str]) -> Iterator[Fault]:
    for position, entry in enumerate(document.data[key]):
        if entry["id"] not in used:
            yield document.fault(
                (key, position, "id"), f"«\u00a0{entry['id']}\u00a0» ne sert à aucun motif."
            )


def _services_used(tree: MessageTree) -> set[str]:
    return {way[2].service.id for way in tree.ways() if way[2].service}
