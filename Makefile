.PHONY: setup demo test long check screenshots lock clean

setup:
	@sh build/bootstrap.sh

demo: setup
	@.venv/bin/python -m web_demo.demo $(DEMO_ARGS)

test:
	@sh build/bootstrap.sh test
	@sh build/check.sh
	@EDGEPERSONA_CHROMIUM="$$(sh build/find_chromium.sh)" .venv/bin/python -m pytest $(TEST_ARGS)

# 100,000 generated visits and 2,500 sequences of visits, against the naive evaluator and the file's words.
long:
	@sh build/bootstrap.sh test
	@EDGEPERSONA_VISITS=100000 .venv/bin/python -m pytest tests/properties/test_against_naive.py $(TEST_ARGS)

check:
	@sh build/check.sh

screenshots:
	@sh build/bootstrap.sh test
	@EDGEPERSONA_CHROMIUM="$$(sh build/find_chromium.sh)" .venv/bin/python -m web_demo.screenshots

# Writes the locks anew from requirements/*.in; only when a dependency is to change.
lock:
	@sh build/lock.sh

clean:
	rm -rf .venv node_modules requirements/bench/node_modules .cache edgepersona/browser/_dist web_demo/.run
