package dev.delegationledger.authority;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Refusal;
import java.util.Optional;

/**
 * An action that was refused, and what can be said of that. Immutable.
 *
 * @param position where the denial stands, and its time
 * @param action the action as its actor signed it, with what the denial still discloses of it
 * @param actor principal id of the agent or service that holds the grant it acted under, if the
 *     ledger holds that grant and it is the holder's signature
 * @param service principal id of the service that reports it
 * @param statement what the denial says
 * @param finding why the denial itself does not stand: the first reason; empty if it stands, so
 *     that the rules did refuse the action there, for the reason it states
 */
public record DeniedAction(
    Position position,
    SignedEntry action,
    Optional<String> actor,
    Optional<String> service,
    Statement.Denial statement,
    Optional<Refusal> finding) {}
