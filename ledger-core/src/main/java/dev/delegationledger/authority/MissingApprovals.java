package dev.delegationledger.authority;

/**
 * Approvals that are demanded and not there.
 *
 * @param demandedBy the record that demands them: a grant, or the policy
 * @param needed how many it demands
 * @param given how many of them there are
 */
public record MissingApprovals(long demandedBy, long needed, long given) {
  @Override
  public String toString() {
    return "record " + demandedBy + " demands " + needed + " approvals, got " + given;
  }
}
