/**
 * Chat with agents: streamed and whole answers, sessions, first messages.
 */
@NullMarked
package ai.eigi.client.chat;

import org.jspecify.annotations.NullMarked;
