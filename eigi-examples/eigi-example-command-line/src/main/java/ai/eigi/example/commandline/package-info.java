/**
 * A command: it asks an agent, prints the answer while it arrives, and ends. Made to be
 * copied from.
 */
@NullMarked
package ai.eigi.example.commandline;

import org.jspecify.annotations.NullMarked;
