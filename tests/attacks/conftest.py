"""What the attacks share: the server of the run, and browsers without a page."""

from collections.abc import Iterator

import pytest

from tests.attacks.wire import Browser
from tests.server import Cluster, Server, the_cluster, the_server


@pytest.fixture(scope="session")
def server(pytestconfig: pytest.Config) -> Server:
    """The portal as members reach it."""
    return the_server(pytestconfig)


@pytest.fixture(scope="session")
def cluster(pytestconfig: pytest.Config) -> Cluster:
    """The portal in several processes."""
    return the_cluster(pytestconfig)


@pytest.fixture
def stranger(server: Server) -> Iterator[Browser]:
    """A browser that never signed in."""
    with Browser(server) as browser:
        yield browser


@pytest.fixture
def claire(server: Server) -> Iterator[Browser]:
    """A browser in which Claire, of the cast, is signed in."""
    with Browser(server, session=server.sign_in("family")) as browser:
        yield browser


@pytest.fixture
def yanis(server: Server) -> Iterator[Browser]:
    """A browser in which Yanis, of the cast, is signed in."""
    with Browser(server, session=server.sign_in("young")) as browser:
        yield browser
