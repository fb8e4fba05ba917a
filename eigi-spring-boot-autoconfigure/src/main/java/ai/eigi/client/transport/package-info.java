/**
 * The one door to HTTP: limits, retry, exchange, error mapping, decoding. Of use to
 * applications are the settings; the rest is internal.
 */
@NullMarked
package ai.eigi.client.transport;

import org.jspecify.annotations.NullMarked;
