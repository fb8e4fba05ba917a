/**
 * Embedded eigi server for tests, demos and offline work. It speaks the public HTTP API
 * over a real socket, keeps everything in memory and never reaches out: nobody is phoned.
 * {@link ai.eigi.simulator.EigiSimulator} is the way in.
 */
@NullMarked
package ai.eigi.simulator;

import org.jspecify.annotations.NullMarked;
