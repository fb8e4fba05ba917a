package ai.eigi.webhook;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.Ordered;

/**
 * Publishes conversation events as Spring's application events, to {@code @EventListener}
 * methods and application listeners of a context and its parents.
 * <p>
 * Spring's own multicaster stops at the first listener that throws. This one tells the
 * others all the same; order, {@code @Async} and transactional listeners work as ever.
 * Where an application has put another multicaster in its place, that one is used, with
 * its own way to treat failures.
 *
 * @since 0.1.0
 */
public final class ConversationApplicationEvents implements ConversationEventListener, Ordered {

	private static final String MULTICASTER = AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME;

	private final ApplicationContext context;

	/**
	 * Create a publisher of application events.
	 * @param context the context whose listeners are told
	 */
	public ConversationApplicationEvents(ApplicationContext context) {
		this.context = context;
	}

	/**
	 * After the {@link ConversationEventListener listeners} that say nothing of their
	 * order.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void onConversationEvent(ConversationEvent event) {
		ApplicationContext level = this.context;
		while (level instanceof AbstractApplicationContext context) {
			publish(event, context);
			level = context.getParent();
		}
		if (level != null) {
			level.publishEvent(event);
		}
	}

	private static void publish(ConversationEvent event, AbstractApplicationContext context) {
		PayloadApplicationEvent<ConversationEvent> payload = new PayloadApplicationEvent<>(context, event);
		ApplicationEventMulticaster multicaster = multicaster(event, context);
		try {
			multicaster.multicastEvent(payload, payload.getResolvableType());
		}
		catch (Throwable ex) {
			EventPublisher.report(multicaster.getClass().getName(), event, ex);
		}
	}

	private static ApplicationEventMulticaster multicaster(ConversationEvent event,
			AbstractApplicationContext context) {
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		ApplicationEventMulticaster own = beanFactory.getBean(MULTICASTER, ApplicationEventMulticaster.class);
		if (beanFactory.containsBeanDefinition(MULTICASTER)
				|| own.getClass() != SimpleApplicationEventMulticaster.class) {
			return own;
		}
		ApplicationEventMulticaster multicaster = new IsolatingMulticaster(event, beanFactory);
		context.getApplicationListeners().forEach(multicaster::addApplicationListener);
		// as the context does: a listener bean that is lazy is made when it is needed
		for (String name : beanFactory.getBeanNamesForType(ApplicationListener.class, true, false)) {
			multicaster.addApplicationListenerBean(name);
		}
		return multicaster;
	}

	private static final class IsolatingMulticaster extends SimpleApplicationEventMulticaster {

		private final ConversationEvent event;

		private IsolatingMulticaster(ConversationEvent event, ConfigurableListableBeanFactory beanFactory) {
			super(beanFactory);
			this.event = event;
		}

		@Override
		protected void invokeListener(ApplicationListener<?> listener, ApplicationEvent applicationEvent) {
			try {
				super.invokeListener(listener, applicationEvent);
			}
			catch (Throwable ex) {
				EventPublisher.report(nameOf(listener), this.event, ex);
			}
		}

		/**
		 * An adapter of a method prints the method.
		 */
		private static String nameOf(ApplicationListener<?> listener) {
			boolean adapter = listener instanceof GenericApplicationListener
					&& listener.getClass().getName().startsWith("org.springframework.");
			return adapter ? listener.toString() : listener.getClass().getName();
		}

	}

}
