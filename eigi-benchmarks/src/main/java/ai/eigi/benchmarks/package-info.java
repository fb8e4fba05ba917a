/**
 * Compares the client with bare HTTP clients, side by side in one run. Not part of the
 * product.
 */
@NullMarked
package ai.eigi.benchmarks;

import org.jspecify.annotations.NullMarked;
