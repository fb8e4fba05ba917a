package ai.eigi.simulator.test;

import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * Has each test begin with a simulator that knows nothing of the tests before.
 */
final class EigiSimulatorTestExecutionListener extends AbstractTestExecutionListener {

	// after Spring's injection of dependencies, before what sets up transactions and data
	private static final int ORDER = 2500;

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public void beforeTestMethod(TestContext testContext) {
		if (SimulatorTestClass.of(testContext.getTestClass()) != null) {
			SimulatorTestState state = stateOf(testContext);
			state.usedBy(testContext.getTestClass());
			state.reset();
		}
	}

	/**
	 * Nested classes share the context of the class they are in, or have one of their
	 * own: the first to use it was not nested in another that does.
	 */
	@Override
	public void afterTestClass(TestContext testContext) {
		SimulatorTestClass test = SimulatorTestClass.of(testContext.getTestClass());
		if (test != null && test.isolated() && testContext.hasApplicationContext()
				&& stateOf(testContext).wasFirstUsedBy(testContext.getTestClass())) {
			testContext.markApplicationContextDirty(HierarchyMode.CURRENT_LEVEL);
		}
	}

	private static SimulatorTestState stateOf(TestContext testContext) {
		return testContext.getApplicationContext().getBean(SimulatorTestState.class);
	}

}
