/**
 * The log as files that any static file server can serve (C2SP tlog-tiles). The only package of the
 * library that touches files.
 */
@NullMarked
package dev.delegationledger.tiles;

import org.jspecify.annotations.NullMarked;
