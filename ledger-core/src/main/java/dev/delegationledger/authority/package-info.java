/**
 * The rules: who may enrol, grant, act, report and revoke, and the walk from an action to a named
 * human. Admission, the run-time gate, the offline verifier and the audit all call this package;
 * they differ only in where the records come from ({@link
 * dev.delegationledger.authority.RecordSource}).
 */
@NullMarked
package dev.delegationledger.authority;

import org.jspecify.annotations.NullMarked;
