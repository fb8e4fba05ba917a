package ai.eigi.boot.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Lets an account begin with what is set directly below {@code eigi}, before its own
 * properties are bound onto that. The key is never passed on. A tier of its own is not
 * outdone by a number that belongs to another account's tier.
 */
class AccountFallback implements ConfigurationPropertiesBindHandlerAdvisor {

	@Override
	public BindHandler apply(BindHandler handler) {
		return new Handler(handler);
	}

	private static final class Handler extends AbstractBindHandler {

		Handler(BindHandler parent) {
			super(parent);
		}

		@Override
		public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target,
				BindContext context) {
			return super.onStart(name, isAccount(name) ? withFallback(target, context.getBinder()) : target, context);
		}

		private static <T> Bindable<T> withFallback(Bindable<T> target, Binder binder) {
			EigiAccountProperties account = new EigiAccountProperties();
			binder.bind("eigi", Bindable.ofInstance(account));
			account.setApiKey(null);
			@SuppressWarnings("unchecked")
			T value = (T) account;
			return target.withExistingValue(value);
		}

		@Override
		public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				Object result) {
			if (result instanceof EigiAccountProperties account && isAccount(name)) {
				ConfigurationPropertyName rateLimit = name.append("rate-limit");
				if (isSet(rateLimit.append("tier"), context)
						&& !isSet(rateLimit.append("requests-per-minute"), context)) {
					account.getRateLimit().setRequestsPerMinute(null);
				}
			}
			return super.onSuccess(name, target, context, result);
		}

		private static boolean isAccount(ConfigurationPropertyName name) {
			return AccountNames.ACCOUNTS.isParentOf(name);
		}

		private static boolean isSet(ConfigurationPropertyName name, BindContext context) {
			return context.getBinder().bind(name, Bindable.of(String.class)).isBound();
		}

	}

}
