/**
 * A Spring Batch job that calls everybody in a file, each once, however often it is
 * killed and started again. Made to be copied from.
 */
@NullMarked
package ai.eigi.example.batch;

import org.jspecify.annotations.NullMarked;
