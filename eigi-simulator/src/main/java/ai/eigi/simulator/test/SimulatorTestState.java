package ai.eigi.simulator.test;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import ai.eigi.boot.autoconfigure.health.EigiHealthCheck;
import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiTenants;
import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.WebhookDestination;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Brings the simulator of a context, and the clients that talk to it, back to where they
 * were when the context had started.
 */
final class SimulatorTestState implements ApplicationListener<ContextRefreshedEvent> {

	private final ConfigurableApplicationContext context;

	private final AtomicReference<@Nullable Class<?>> firstUser = new AtomicReference<>();

	private WebhookDestination[] destinations = new WebhookDestination[0];

	SimulatorTestState(ConfigurableApplicationContext context) {
		this.context = context;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		if (event.getApplicationContext() == this.context) {
			this.destinations = simulator().webhooks().destinations().toArray(WebhookDestination[]::new);
		}
	}

	/**
	 * Note who uses the context, if nobody has before.
	 */
	void usedBy(Class<?> testClass) {
		this.firstUser.compareAndSet(null, testClass);
	}

	/**
	 * Whether a class is the one that used the context first, or none ever did.
	 */
	boolean wasFirstUsedBy(Class<?> testClass) {
		Class<?> first = this.firstUser.get();
		return first == null || first == testClass;
	}

	void reset() {
		EigiSimulator simulator = simulator();
		// first the clock: what the simulator is filled with is of now
		simulator.clock().rewind();
		simulator.reset();
		simulator.webhooks().sendTo(this.destinations);
		forEachMade(EigiClient.class, SimulatorTestState::reset);
		forEachMade(EigiHealthCheck.class, EigiHealthCheck::forget);
		forEachMade(EigiTenants.class, EigiTenants::endCoolDowns);
	}

	private static void reset(EigiClient client) {
		client.endCoolDown();
		client.forgetOutcomes();
	}

	private <T> void forEachMade(Class<T> type, Consumer<T> action) {
		ConfigurableListableBeanFactory beanFactory = this.context.getBeanFactory();
		for (String name : beanFactory.getBeanNamesForType(type, true, false)) {
			if (beanFactory.containsSingleton(name)) {
				action.accept(beanFactory.getBean(name, type));
			}
		}
	}

	private EigiSimulator simulator() {
		return this.context.getBean(EigiSimulator.class);
	}

}
