/**
 * Auto-configuration of the eigi client.
 */
@NullMarked
package ai.eigi.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
