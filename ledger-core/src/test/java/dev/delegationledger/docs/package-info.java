/** Tests that hold the pages in docs/ to the code. */
@NullMarked
package dev.delegationledger.docs;

import org.jspecify.annotations.NullMarked;
