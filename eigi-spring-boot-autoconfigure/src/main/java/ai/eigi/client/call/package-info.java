/**
 * Placing outbound phone calls.
 */
@NullMarked
package ai.eigi.client.call;

import org.jspecify.annotations.NullMarked;
