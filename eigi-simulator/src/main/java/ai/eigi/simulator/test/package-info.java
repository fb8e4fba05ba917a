/**
 * Spring tests against a simulator.
 *
 * @see ai.eigi.simulator.test.AutoConfigureEigiSimulator
 * @see ai.eigi.simulator.test.EigiClientTest
 */
@NullMarked
package ai.eigi.simulator.test;

import org.jspecify.annotations.NullMarked;
