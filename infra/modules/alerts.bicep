import { Tags } from '../desks.bicep'

@description('A part of the names.')
param suffix string
param location string
param tags Tags

param workspaceId string
param appId string

@description('Whether the platform asks the app for its health; Flex does not.')
param hasHealthCheck bool

@description('Who is told; empty for nobody, and then the alerts show in the portal alone.')
param email string

@description('In percent of the equity the day began with.')
param dailyLossPercent int

// Each is a question to the telemetry of the desk that answers with one number. docs/operations.md says what to do about each.
var questions = [
  {
    name: 'breaker-open'
    says: 'A circuit breaker to a broker is open: no order goes out and none is cancelled. Stops that rest at the broker hold.'
    severity: 1
    query: 'AppMetrics | where Name == "trading.breaker.open" | summarize Value = coalesce(max(Max), 0.0)'
    above: 0
  }
  {
    name: 'dead-letters'
    says: 'A message was given up after its last delivery. A trade may wait for it.'
    severity: 1
    query: 'AppMetrics | where Name == "trading.deadletters" | summarize Value = coalesce(max(Max), 0.0)'
    above: 0
  }
  {
    name: 'inbox-stuck'
    says: 'The oldest message of an inbox waits for more than a minute: a trigger is dead, or an agent fails.'
    severity: 1
    query: 'AppMetrics | where Name == "trading.inbox.age" | summarize Value = coalesce(max(Max), 0.0)'
    above: 60
  }
  {
    name: 'daily-loss'
    says: 'The desk has lost more today than somebody wanted to be told of. Its own limit halts it without asking.'
    severity: 2
    query: 'AppMetrics | where Name == "trading.account.daily_loss" | summarize Value = coalesce(max(Max), 0.0) * 100'
    above: dailyLossPercent
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'trading'
    emailReceivers: empty(email) ? [] : [{ name: 'desk', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for question in questions: {
    name: '${question.name}-${suffix}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: question.name
      description: question.says
      severity: question.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT5M'
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: question.query
            metricMeasureColumn: 'Value'
            timeAggregation: 'Maximum'
            operator: 'GreaterThan'
            threshold: question.above
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [people.id] }
    }
  }
]

// A desk that says nothing is one that does nothing. Ten minutes leave room for telemetry that comes late and for a restart.
resource silence 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: 'no-heartbeat-${suffix}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'no-heartbeat'
    description: 'The desk has said nothing for ten minutes: it does not run, or its telemetry does not arrive.'
    severity: 0
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT10M'
    autoMitigate: true
    criteria: {
      allOf: [
        {
          query: 'AppMetrics | where Name == "trading.inbox.age" | summarize Beats = count()'
          metricMeasureColumn: 'Beats'
          timeAggregation: 'Total'
          operator: 'LessThan'
          threshold: 1
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: [people.id] }
  }
}

// Independent of telemetry: what the platform itself is answered.
resource unwell 'Microsoft.Insights/metricAlerts@2026-01-01' = if (hasHealthCheck) {
  name: 'unwell-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    description: 'The health check fails, and the platform starts the instance again.'
    severity: 1
    enabled: true
    scopes: [appId]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'health'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.Web/sites'
          metricName: 'HealthCheckStatus'
          timeAggregation: 'Average'
          operator: 'LessThan'
          threshold: 100
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}
