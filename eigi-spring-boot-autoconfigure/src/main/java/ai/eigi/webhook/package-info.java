/**
 * Receiving what happens at eigi: conversations that ended, by webhook delivery and by
 * looking for what no delivery brought.
 */
@NullMarked
package ai.eigi.webhook;

import org.jspecify.annotations.NullMarked;
