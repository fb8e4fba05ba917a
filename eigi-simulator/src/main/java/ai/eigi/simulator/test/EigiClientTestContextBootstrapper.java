package ai.eigi.simulator.test;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Bootstrapper for {@link EigiClientTest}.
 */
final class EigiClientTestContextBootstrapper extends TestSliceTestContextBootstrapper<EigiClientTest> {

}
