"""Reasons and how a verification ends early (format.md, section 16)."""

import contextlib

INTEGRITY, UNDECIDED, AUTHORITY, MALFORMED = "integrity", "undecided", "authority", "malformed"

EXITS = {INTEGRITY: 1, UNDECIDED: 2, AUTHORITY: 3, MALFORMED: 65}

_BY_CLASS = {
    MALFORMED: """
        entry-malformed claims-malformed disclosure-malformed disclosures-too-large record-malformed
        record-too-large checkpoint-malformed proof-malformed proof-too-large proof-not-canonical
        proof-part-unreferenced trust-malformed
        witness-policy-malformed""",
    INTEGRITY: """
        signature-invalid key-invalid possession-unproven disclosure-mismatch
        checkpoint-signature-invalid checkpoint-signature-unknown cosignature-invalid
        time-after-witnesses history-rewritten consistency-invalid inclusion-invalid
        status-proof-invalid status-contradiction genesis-invalid genesis-mismatch link-broken
        index-mismatch time-reversed status-root-mismatch charges-mismatch duplicate-entry
        head-contradiction node-contradiction lookup-contradiction store-unreadable disclosure-lost
        disclosure-not-erased record-lost record-altered""",
    UNDECIDED: """
        record-missing status-missing argument-not-disclosed context-not-disclosed
        name-not-disclosed unknown-action ambiguous-action unknown-ledger authority-not-trusted
        unknown-suite unknown-kind unknown-version unknown-constraint-type unknown-status-fact
        witness-quorum-missing auditor-quorum-missing checkpoint-too-old consistency-missing
        nothing-shown contested root-not-anchored ledger-terms""",
    AUTHORITY: """
        wrong-ledger wrong-kind unknown-reference issued-in-future jti-reused key-already-enrolled
        principal-already-enrolled key-role-conflict not-an-authority enroller-without-standing
        enrolment-lifetime enrolment-expired enrolment-revoked enrolment-suspended key-compromised
        key-rotated rotation-mismatch owner-not-human owner-unresolved role-not-human role-missing
        roles-not-distinct operator-not-organisation spawned-outside-spawner spawn-too-deep
        spawn-cap-reached policy-lifetime archetype-mismatch archetype-revoked archetype-suspended
        exceeds-archetype member-not-human group-expired group-revoked version-mismatch
        transfer-without-standing successor-invalid root-not-human quorum-not-root quorum-missing
        delegate-cannot-act not-the-holder holder-key-mismatch chain-too-long chain-too-large
        grant-id-reused grant-id-mismatch depth-mismatch depth-exceeded depth-widened
        lifetime-exceeded outlives-parent predates-parent task-widened limit-widened spend-changed
        amount-undeclared context-widened renewal-mismatch tool-widened scope-widened
        exceeds-entitlement no-capability grant-expired grant-not-yet-valid grant-revoked
        grant-suspended grant-completed grant-superseded tool-not-granted argument-not-granted
        argument-missing argument-out-of-scope context-missing context-out-of-scope amount-invalid
        uses-exhausted spend-per-action spend-exhausted approval-missing request-mismatch
        request-lifetime request-expired request-denied request-used action-stale action-expired
        action-lifetime outcome-already-recorded outcome-without-standing denial-without-standing
        denial-unfounded foreign-call-without-standing revoker-without-standing not-revocable
        not-approvable approver-without-standing approval-repeated not-suspendable
        suspender-without-standing trigger-unknown resumer-without-standing not-suspended
        completer-without-standing tasks-differ declarer-without-standing last-good-invalid
        status-full eraser-without-standing slot-not-erasable slot-already-erased retention-not-over
        last-authority disclosure-required parent-mismatch pop-mismatch pop-stale
        audience-mismatch""",
}

CLASS_OF = {code: name for name, codes in _BY_CLASS.items() for code in codes.split()}


class Refusal(Exception):
    """Why a verification ends: a code of section 16, the record it is about, and its hop."""

    def __init__(self, code, record=None, hop=None):
        super().__init__(code)
        if code not in CLASS_OF:
            raise ValueError(f"no such reason: {code}")
        self.code = code
        self.record = record
        self.hop = hop
        self.hop_is_final = False
        # Records that a verifier may name as well, where several say the same.
        self.others = frozenset()

    @property
    def undecided(self):
        return CLASS_OF[self.code] == UNDECIDED

    def without_hop(self):
        """The same finding, about no grant of the chain wherever it is found."""
        self.hop_is_final = True
        return self

    def at(self, record):
        """The same finding, about this record unless it names one already."""
        if self.record is None:
            self.record = record
        return self


@contextlib.contextmanager
def with_hop(hop):
    """What is raised in here is about this grant of the chain, unless it says otherwise."""
    try:
        yield
    except Refusal as refusal:
        if refusal.hop is None and not refusal.hop_is_final:
            refusal.hop = hop
        raise
