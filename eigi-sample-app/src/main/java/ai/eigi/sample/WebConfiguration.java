package ai.eigi.sample;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.WebFilter;

/**
 * Lets the page load its own files only, and nobody else frame it: its button rings
 * phones.
 */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

	private static final String POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	@Bean
	WebFilter contentSecurityPolicy() {
		return (exchange, chain) -> {
			exchange.getResponse().getHeaders().set("Content-Security-Policy", POLICY);
			return chain.filter(exchange);
		};
	}

}
