/**
 * Reading conversations of every channel.
 */
@NullMarked
package ai.eigi.client.conversation;

import org.jspecify.annotations.NullMarked;
