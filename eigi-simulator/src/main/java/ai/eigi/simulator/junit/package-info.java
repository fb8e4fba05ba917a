/**
 * Tests with JUnit against a simulator, without Spring.
 */
@NullMarked
package ai.eigi.simulator.junit;

import org.jspecify.annotations.NullMarked;
