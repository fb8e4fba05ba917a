/**
 * AssertJ assertions about what reached a simulator. The rest of the simulator works
 * without AssertJ.
 */
@NullMarked
package ai.eigi.simulator.assertj;

import org.jspecify.annotations.NullMarked;
