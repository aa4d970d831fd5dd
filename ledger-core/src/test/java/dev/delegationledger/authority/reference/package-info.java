/**
 * The page docs/rules.md once more, slow and obvious: written from the page alone, it shares no
 * code with the rules it is compared with.
 */
@NullMarked
package dev.delegationledger.authority.reference;

import org.jspecify.annotations.NullMarked;
