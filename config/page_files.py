"""The files of the pages: which are collected, and how they are compressed."""

from collections.abc import Iterable
from typing import Any

import brotli
from django.contrib.staticfiles.finders import AppDirectoriesFinder
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

UNUSED = ("rest_framework/", "drf_spectacular_sidecar/redoc/")
"""Files that no page of ours asks for; compressing them would double the first start."""
LARGE = 200_000
"""Bytes from which the last percents of compression cost seconds."""


class UsedFiles(AppDirectoriesFinder):
    """The files that the apps bring, without those that no page uses."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Any]]:
        """All files with their storages."""
        found = super().list(ignore_patterns)
        return ((path, storage) for path, storage in found if not path.startswith(UNUSED))


class QuickCompressor(Compressor):  # type: ignore[misc]
    """Brotli at its best for our own small files, and quick for the large ones."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        """The compressed bytes."""
        return bytes(brotli.compress(data, quality=11 if len(data) < LARGE else 7))


class PageFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Names that change with the content, so that browsers may keep files for good."""

    def create_compressor(self, **options: Any) -> Compressor:
        """Compress quickly."""
        return QuickCompressor(**options)
