/**
 * Agents: what they are made of, and how they are created and changed.
 */
@NullMarked
package ai.eigi.client.agent;

import org.jspecify.annotations.NullMarked;
