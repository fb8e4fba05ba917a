/**
 * Auto-configuration that starts the simulator with an application and points the client
 * to it.
 */
@NullMarked
package ai.eigi.simulator.autoconfigure;

import org.jspecify.annotations.NullMarked;
