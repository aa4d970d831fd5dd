/**
 * Strict compact JWS, JWK, thumbprints and disclosures. The only importer of Nimbus JOSE+JWT, which
 * builds headers and models keys; its leniency is never trusted: framing, header and key schema are
 * checked here before it sees a byte.
 */
@NullMarked
package dev.delegationledger.jose;

import org.jspecify.annotations.NullMarked;
