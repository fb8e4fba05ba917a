/**
 * Prompts and their versions.
 */
@NullMarked
package ai.eigi.client.prompt;

import org.jspecify.annotations.NullMarked;
