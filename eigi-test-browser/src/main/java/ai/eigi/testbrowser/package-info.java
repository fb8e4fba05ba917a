/**
 * A browser for the tests of the sample and the examples. Not published.
 */
@NullMarked
package ai.eigi.testbrowser;

import org.jspecify.annotations.NullMarked;
