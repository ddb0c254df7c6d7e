"""`/log/…`: the public log over HTTP, as C2SP tlog-tiles lays it out, and beside it the key and consistency proofs."""

from dataclasses import asdict

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from app.errors import answered
from app.wiring import System
from services.publication import CHECKPOINT_TYPE, TILE_TYPE
from storage.port import Area, InvalidKey, ObjectMissing
from storage.tiles import CHECKPOINT, HEIGHT, Tile, tile_named

_FOR_EVER = "public, max-age=31536000, immutable"
_A_MOMENT = "public, max-age=1, must-revalidate"
_LONGEST_NUMBER = 18


class PublicLog:
    """Serves the log. Open to everybody, from any page (CORS): it holds nothing but what is published."""

    def __init__(self, system: System) -> None:
        self._system = system

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("/log/checkpoint", self.checkpoint),
            Route("/log/key", self.key),
            Route("/log/keys", self.keys),
            Route("/log/consistency", self.consistency),
            Route("/log/{name:path}", self.tile),
        ]

    async def checkpoint(self, request: Request) -> Response:
        """200 with the newest checkpoint, 404 before the first."""
        store, place = self._system.store, self._system.publication.place(CHECKPOINT)
        try:
            note = await run_sync(lambda: store.get(Area.LOG, place))
        except ObjectMissing:
            return _missing(request)
        return Response(note, headers=_headers(_A_MOMENT), media_type=CHECKPOINT_TYPE)

    async def key(self, _request: Request) -> Response:
        """200 with the verifier's key, as one line."""
        return PlainTextResponse(f"{self._system.publication.key.vkey}\n", headers=_headers(_A_MOMENT))

    async def keys(self, _request: Request) -> Response:
        """200 with the verifier's key of now, and each that it replaced with the size of the last tree that it signed."""
        publication = self._system.publication
        await run_sync(publication.newest)  # where another process has replaced the key, it is read anew
        earlier = [{"key": each.key.vkey, "lastSize": each.last_size} for each in publication.earlier]
        return JSONResponse({"key": publication.key.vkey, "earlier": earlier}, headers=_headers(_A_MOMENT))

    async def tile(self, request: Request) -> Response:
        """200 or 404. *Shape*: a partial tile that gave way to the full one is cut from it."""
        try:
            tile = tile_named(request.path_params["name"])
            data = await run_sync(lambda: self._bytes(tile))
        except (InvalidKey, ObjectMissing):
            return _missing(request)
        return Response(data, headers=_headers(_FOR_EVER), media_type=TILE_TYPE)

    def _bytes(self, tile: Tile) -> bytes:
        """Only what the newest checkpoint holds: what is being written for the next is nobody's yet."""
        newest = self._system.publication.newest()
        size = newest.size if newest is not None else 0
        if (size >> HEIGHT * max(tile.level, 0)) < (tile.index << HEIGHT) + tile.width:
            raise ObjectMissing(Area.LOG, tile.name)
        return self._system.publication.fetch(tile)

    async def consistency(self, request: Request) -> Response:
        """200 with the proof that the tree of `to` leaves continues that of `from`; 400 for other numbers."""
        sizes = [request.query_params.get(name, "") for name in ("from", "to")]
        if not all(text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER for text in sizes):
            return _no_such_trees(request)
        earlier, size = (int(text) for text in sizes)
        prover = self._system.use_cases.log
        try:
            proof = await run_sync(lambda: prover.consistency(earlier, size))
        except IndexError:
            return _no_such_trees(request)
        return JSONResponse(
            {
                "from": proof.earlier_size,
                "to": proof.size,
                "fromRoot": proof.earlier_root,
                "toRoot": proof.root,
                "path": asdict(proof)["path"],
            },
            headers=_headers(_FOR_EVER),
        )


def _headers(cache: str) -> dict[str, str]:
    return {"Cache-Control": cache, "Access-Control-Allow-Origin": "*"}


def _missing(request: Request) -> Response:
    return answered(
        request, 404, "Log publik tidak memuat ini.", "The public log has nothing here.", headers=_headers("no-store")
    )


def _no_such_trees(request: Request) -> Response:
    return answered(
        request,
        400,
        "Sebutkan `from` dan `to`: ukuran dari 1 sampai ukuran checkpoint terbaru.",
        "Name `from` and `to`: sizes from 1 to that of the newest checkpoint.",
    )
