"""What a verifier holds while it judges one proof: records, entries, facts, and the trust anchor."""

from . import entries, log
from .reasons import Refusal


class Evidence:
    """The parts of a proof file once they are known to be in the ledger."""

    def __init__(self, anchor, checkpoint, records, facts, disclosures):
        self.anchor = anchor
        self.checkpoint = checkpoint
        self.records = records
        self.facts_of = facts
        self.disclosures = disclosures
        self.by_hash = {}
        for index in sorted(records):
            self.by_hash.setdefault(records[index].hash, index)
        self._entries = {}
        self.ledger_id = log.ledger_id(checkpoint.origin, records[0].leaf_hash) if 0 in records else None

    def facts(self, index):
        """The facts of a record, pairs of at and is; none where the file has no status of it."""
        return self.facts_of.get(index, [])

    def entry(self, index):
        """The entry of a record with its disclosures, or the reason that it cannot be read."""
        if index not in self._entries:
            try:
                text = self.records[index].jws
                self._entries[index] = entries.read_disclosed(text, self.disclosures.get(index, []))
            except Refusal as refusal:
                self._entries[index] = refusal.at(index)
        found = self._entries[index]
        if isinstance(found, Refusal):
            raise found
        return found

    def genesis(self):
        """The entry of record 0, without disclosures: it has no slots."""
        try:
            return entries.read(self.records[0].jws)
        except Refusal as refusal:
            raise refusal.at(0)

    def readable(self, index):
        """The entry of a record, or None where it cannot be read."""
        try:
            return self.entry(index)
        except Refusal:
            return None
