"""From YAML files to checked values: reading with places, checking against the schemas, assembling, caching."""

from __future__ import annotations
