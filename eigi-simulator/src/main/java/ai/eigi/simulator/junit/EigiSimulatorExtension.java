package ai.eigi.simulator.junit;

import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.EigiOperations;
import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.EigiSimulatorBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * JUnit extension that gives each test an {@link EigiSimulator} of its own, on a free
 * port, and a client of it: nothing is left from the test before, and tests may run in
 * parallel, methods of one class included. Both are closed after the test.
 *
 * <pre class="code">
 * &#064;ExtendWith(EigiSimulatorExtension.class)
 * class ReminderTests {
 *
 *     &#064;Test
 *     void shouldCallOnce(EigiSimulator simulator, EigiOperations eigi) {
 *         new Reminders(eigi).remind("+14155550123").block();
 *         assertThat(simulator).rangOnce("+14155550123");
 *     }
 *
 * }
 * </pre>
 *
 * {@link EigiSimulator}, {@link EigiOperations}, {@link EigiManagementOperations} and
 * {@link EigiClient} can be parameters of tests, of their constructor and of
 * {@code @BeforeEach} and {@code @AfterEach} methods. To change the simulator or the
 * client, or to have them at hand without parameters, the extension is a field:
 *
 * <pre class="code">
 * &#064;RegisterExtension
 * static final EigiSimulatorExtension EIGI = EigiSimulatorExtension.create()
 *     .withSimulator((simulator) -&gt; simulator.clock(SimulatorClock.manual()))
 *     .withClient((client) -&gt; client.retry((retry) -&gt; retry.withMaxAttempts(1)));
 * </pre>
 *
 * The client has no limit of requests and hardly waits before it repeats one, unless that
 * is changed.
 *
 * @since 0.1.0
 */
public final class EigiSimulatorExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

	private static final Duration BACKOFF = Duration.ofMillis(10);

	private static final Set<Class<?>> TYPES = Set.of(EigiSimulator.class, EigiClient.class, EigiOperations.class,
			EigiManagementOperations.class);

	private final Consumer<EigiSimulatorBuilder> simulatorCustomizer;

	private final Consumer<EigiClient.Builder> clientCustomizer;

	private final Set<Running> running = ConcurrentHashMap.newKeySet();

	private final ThreadLocal<@Nullable Running> ofThread = new ThreadLocal<>();

	/**
	 * Create an extension with a simulator and a client as they are by default.
	 */
	public EigiSimulatorExtension() {
		this((builder) -> {
		}, (builder) -> {
		});
	}

	private EigiSimulatorExtension(Consumer<EigiSimulatorBuilder> simulatorCustomizer,
			Consumer<EigiClient.Builder> clientCustomizer) {
		this.simulatorCustomizer = simulatorCustomizer;
		this.clientCustomizer = clientCustomizer;
	}

	/**
	 * Create an extension with a simulator and a client as they are by default.
	 * @return the extension
	 */
	public static EigiSimulatorExtension create() {
		return new EigiSimulatorExtension();
	}

	/**
	 * Extension that changes each simulator before it is started.
	 * @param customizer changes the builder, after those given before
	 * @return a new extension
	 */
	public EigiSimulatorExtension withSimulator(Consumer<EigiSimulatorBuilder> customizer) {
		return new EigiSimulatorExtension(this.simulatorCustomizer.andThen(customizer), this.clientCustomizer);
	}

	/**
	 * Extension that changes each client before it is built. It talks to the simulator
	 * whatever is changed.
	 * @param customizer changes the builder, after those given before
	 * @return a new extension
	 */
	public EigiSimulatorExtension withClient(Consumer<EigiClient.Builder> customizer) {
		return new EigiSimulatorExtension(this.simulatorCustomizer, this.clientCustomizer.andThen(customizer));
	}

	/**
	 * Simulator of the test that runs.
	 * @return the simulator
	 * @throws IllegalStateException if no test runs, or if several do and this is not the
	 * thread of one
	 */
	public EigiSimulator simulator() {
		return current().simulator();
	}

	/**
	 * Client of the simulator of the test that runs.
	 * @return the client
	 * @throws IllegalStateException as for {@link #simulator()}
	 */
	public EigiClient client() {
		return current().client();
	}

	/**
	 * Operations of the client.
	 * @return the operations
	 * @throws IllegalStateException as for {@link #simulator()}
	 */
	public EigiOperations operations() {
		return client().operations();
	}

	/**
	 * Management operations of the client.
	 * @return the operations
	 * @throws IllegalStateException as for {@link #simulator()}
	 */
	public EigiManagementOperations management() {
		return client().management();
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		this.ofThread.set(runningOf(context));
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.ofThread.remove();
		Running ended = store(context).remove(Running.class, Running.class);
		if (ended != null) {
			ended.close();
		}
	}

	/**
	 * A constructor is called for one test, and gets what belongs to that.
	 */
	@Override
	public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
		return ExtensionContextScope.TEST_METHOD;
	}

	@Override
	public boolean supportsParameter(ParameterContext parameterContext, ExtensionContext extensionContext) {
		return TYPES.contains(parameterContext.getParameter().getType())
				&& extensionContext.getTestMethod().isPresent();
	}

	@Override
	public Object resolveParameter(ParameterContext parameterContext, ExtensionContext extensionContext) {
		Running test = runningOf(extensionContext);
		Class<?> type = parameterContext.getParameter().getType();
		if (type == EigiSimulator.class) {
			return test.simulator();
		}
		if (type == EigiClient.class) {
			return test.client();
		}
		return (type == EigiOperations.class) ? test.client().operations() : test.client().management();
	}

	private Running current() {
		Running own = this.ofThread.get();
		if (own != null) {
			return own;
		}
		Iterator<Running> tests = this.running.iterator();
		Running only = tests.hasNext() ? tests.next() : null;
		if (only == null) {
			throw new IllegalStateException("No test runs: each has a simulator of its own, from before its first "
					+ "@BeforeEach method to after its last @AfterEach method");
		}
		if (tests.hasNext()) {
			throw new IllegalStateException("Several tests run, and this is not the thread of one. Take the simulator "
					+ "or the client on the thread of the test, or as its parameter");
		}
		return only;
	}

	private Running runningOf(ExtensionContext context) {
		ExtensionContext.Store store = store(context);
		Running present = store.get(Running.class, Running.class);
		if (present != null) {
			return present;
		}
		Running started = start();
		store.put(Running.class, started);
		return started;
	}

	private ExtensionContext.Store store(ExtensionContext context) {
		return context.getStore(ExtensionContext.Namespace.create(EigiSimulatorExtension.class, this));
	}

	private Running start() {
		EigiSimulatorBuilder simulatorBuilder = EigiSimulator.builder();
		this.simulatorCustomizer.accept(simulatorBuilder);
		EigiSimulator simulator = simulatorBuilder.start();
		try {
			EigiClient.Builder clientBuilder = EigiClient.builder()
				.apiKey(simulator.apiKey())
				.rateLimit((settings) -> settings.withEnabled(false))
				.retry((settings) -> settings.withBackoff(BACKOFF, settings.multiplier(), settings.maxBackoff()));
			this.clientCustomizer.accept(clientBuilder);
			Running started = new Running(this, simulator, clientBuilder.baseUrl(simulator.baseUrl()).build());
			this.running.add(started);
			return started;
		}
		catch (RuntimeException ex) {
			simulator.close();
			throw ex;
		}
	}

	/**
	 * What one test has.
	 *
	 * @param extension whose it is
	 * @param simulator the simulator
	 * @param client its client
	 */
	private record Running(EigiSimulatorExtension extension, EigiSimulator simulator,
			EigiClient client) implements AutoCloseable {

		@Override
		public void close() {
			this.extension.running.remove(this);
			try {
				this.client.close();
			}
			finally {
				this.simulator.close();
			}
		}

	}

}
