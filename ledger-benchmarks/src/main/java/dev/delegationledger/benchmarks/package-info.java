/** Benchmarks, built with {@code -Pbench}; never published. */
package dev.delegationledger.benchmarks;
