/**
 * Everything that can go wrong, one type for each thing a caller can do about it.
 */
@NullMarked
package ai.eigi.client.error;

import org.jspecify.annotations.NullMarked;
