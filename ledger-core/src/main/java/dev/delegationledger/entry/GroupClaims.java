package dev.delegationledger.entry;

import dev.delegationledger.entry.Statement.Shift;
import dev.delegationledger.json.Members;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The claims of a group: who is in it, and who is on call when. */
final class GroupClaims {
  private static final int MAX_MEMBERS = 32;
  private static final int MAX_SHIFTS = 512;

  private GroupClaims() {}

  static Statement.Group read(ClaimsReader in) throws RefusedException {
    Issued issued = in.issued(Set.of("exp"));
    String id = in.dl.text("id");
    if (!PrincipalId.isValid(PrincipalKind.GROUP, id)) {
      throw in.dl.refused("id", "expected " + PrincipalId.expected(PrincipalKind.GROUP));
    }
    List<Hash> members = ClaimsReader.hashes(in.dl, "members", 1, MAX_MEMBERS);
    return new Statement.Group(
        issued,
        in.top.whole("exp"),
        id,
        members,
        rota(in.dl, members),
        in.dl.optionalHash("replaces"));
  }

  private static List<Shift> rota(Members dl, List<Hash> members) throws RefusedException {
    List<Members> items = dl.objects("rota");
    ClaimsReader.requireCount(dl, "rota", items, 0, MAX_SHIFTS);
    List<Shift> rota = new ArrayList<>();
    long free = 0;
    for (Members item : items) {
      Shift shift = new Shift(item.whole("from"), item.whole("until"), item.hash("member"));
      if (shift.from() < free) {
        throw item.refused("from", "expected it no earlier than the end of the shift before");
      }
      if (shift.until() <= shift.from()) {
        throw item.refused("until", "expected it after the beginning of the shift");
      }
      if (!members.contains(shift.member())) {
        throw item.refused("member", "expected one of the members");
      }
      free = shift.until();
      rota.add(shift);
    }
    return rota;
  }

  static void write(Statement.Group group, ObjectWriter top, ObjectWriter dl) {
    top.whole("exp", group.expiresAt());
    dl.text("id", group.id())
        .hashes("members", group.members())
        .objects("rota", group.rota().stream().map(GroupClaims::shift).toList())
        .hash("replaces", group.replaces());
  }

  private static ObjectWriter shift(Shift shift) {
    return new ObjectWriter()
        .whole("from", shift.from())
        .whole("until", shift.until())
        .hash("member", shift.member());
  }
}
