"""The rules of docs/rules.md, one module for each of its sections."""
